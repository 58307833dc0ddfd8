import SemperCoding
import SemperCryptography
import SemperModel

/// What was decided on one item of a request. It is kept before it is told.
struct GatewayDecision: DERValue, Hashable {
  /// The code of the answer.
  let code: Int
  let amount: CurrencyAmount
  let isCaptured: Bool
  let batch: Int?
  let position: Int?
  /// What of the lock is to be signed: a receipt or an outcome (canonical JSON).
  let word: ByteString?
  let isOutcome: Bool

  var der: DERElement {
    .sequence([
      code.der, amount.der, isCaptured.der, batch?.der.implicit(0), position?.der.implicit(1), word?.der.implicit(2),
      isOutcome.der,
    ])
  }

  init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    code = try fields.value()
    amount = try fields.value()
    isCaptured = try fields.value()
    batch = try fields.optional(0)
    position = try fields.optional(1)
    word = try fields.optional(2)
    isOutcome = try fields.value()
    try fields.close()
  }

  init(
    code: Int, amount: CurrencyAmount, isCaptured: Bool, batch: Int? = nil, position: Int? = nil,
    word: ByteString? = nil, isOutcome: Bool
  ) {
    self.code = code
    self.amount = amount
    self.isCaptured = isCaptured
    self.batch = batch
    self.position = position
    self.word = word
    self.isOutcome = isOutcome
  }
}
