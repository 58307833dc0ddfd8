import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Something the purse has set out to do at the mint, durable before the first byte leaves.
///
/// The order determines the request's payload completely, and holds the request's bytes before they are sent, so that after
/// a crash the same is done again and nothing else.
struct PurseOrder: Hashable, Sendable, CanonicalValue {
  enum Purpose: String, Sendable, CanonicalValue { case withdraw, deposit, swap, recoup, lock, refund }

  let operation: ID<Operation>
  let purpose: Purpose
  let issued: Timestamp
  let amount: Money
  /// The coins set aside for this.
  let inputs: [PurseCoin]
  let outputs: [CoinSlot]
  let account: Thumbprint?
  let reference: Digest?
  let terms: LockTerms?
  let decision: SignedStatement?
  let arbiter: PublicKey?
  /// The exact bytes that are sent, again and again if need be.
  var request: ByteString?

  init(
    operation: ID<Operation>, purpose: Purpose, issued: Timestamp, amount: Money, inputs: [PurseCoin],
    outputs: [CoinSlot], details: OrderDetails
  ) {
    self.operation = operation
    self.purpose = purpose
    self.issued = issued
    self.amount = amount
    self.inputs = inputs
    self.outputs = outputs
    account = details.account
    reference = details.reference
    terms = details.terms
    decision = details.decision
    arbiter = details.arbiter
    request = nil
  }

  var json: JSON {
    .fields([
      "account": account?.json, "amount": amount.json, "arbiter": arbiter?.json, "decision": decision?.json,
      "iat": issued.json, "inputs": inputs.json, "operation": operation.json, "outputs": outputs.json,
      "purpose": purpose.json, "reference": reference?.json, "request": request?.json, "terms": terms?.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.optional("account")
    amount = try fields.value("amount")
    arbiter = try fields.optional("arbiter")
    decision = try fields.optional("decision")
    issued = try fields.value("iat")
    inputs = try fields.value("inputs")
    operation = try fields.value("operation")
    outputs = try fields.value("outputs")
    purpose = try fields.value("purpose")
    reference = try fields.optional("reference")
    request = try fields.optional("request")
    terms = try fields.optional("terms")
    try fields.close()
  }
}
