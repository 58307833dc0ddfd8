import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Something the purse has set out to do at the mint, durable before the first byte leaves.
///
/// The order determines the request's payload completely, and holds the request's bytes before they are sent, so that after
/// a crash the same is done again and nothing else.
struct PurseOrder: Hashable, Sendable, CanonicalValue {
  enum Purpose: String, Sendable, CanonicalValue { case withdraw, deposit, swap, recoup, refresh, lock, refund }

  let operation: ID<Operation>
  let purpose: Purpose
  let issued: Timestamp
  let amount: Money
  /// The coins set aside for this.
  let inputs: [PurseCoin]
  /// For a refresh the coins of the first candidate, until one is chosen.
  var outputs: [CoinSlot]
  let account: Thumbprint?
  let reference: Digest?
  let terms: LockTerms?
  let decision: SignedStatement?
  let arbiter: PublicKey?
  /// Whether the coins may have been spent in a wallet's earlier life, which is no loss.
  let renews: Bool
  /// The exact bytes that are sent, again and again if need be.
  var request: ByteString?
  /// Of a refresh, the exact bytes of the second step, once the mint has chosen.
  var reveal: ByteString?

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
    renews = details.renews
    request = nil
    reveal = nil
  }

  var json: JSON {
    .fields([
      "account": account?.json, "amount": amount.json, "arbiter": arbiter?.json, "decision": decision?.json,
      "iat": issued.json, "inputs": inputs.json, "operation": operation.json, "outputs": outputs.json,
      "purpose": purpose.json, "reference": reference?.json, "renews": renews ? true.json : nil,
      "request": request?.json, "reveal": reveal?.json,
      "terms": terms?.json,
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
    let renews: Bool? = try fields.optional("renews")
    self.renews = renews ?? false
    request = try fields.optional("request")
    reveal = try fields.optional("reveal")
    terms = try fields.optional("terms")
    try fields.close()
  }
}
