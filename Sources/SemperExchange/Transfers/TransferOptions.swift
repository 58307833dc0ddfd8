public import SemperCoding
public import SemperModel

/// What a sender asks of one transfer (paper, section II.A). None of it makes the transfer fair: whoever wants a receipt
/// for the message or nothing sends certified mail, which is a fair exchange of the two.
public struct TransferOptions: Hashable, Sendable, CanonicalValue {
  /// Non-repudiation of origin: the manifest is signed.
  public var signsOrigin: Bool
  /// The package is sealed to the recipients.
  public var isConfidential: Bool
  /// A signed receipt is asked for. A recipient that keeps silent can take the package all the same (level E).
  public var asksReceipt: Bool
  /// How long each recipient is tried directly before a delivery agent, if there is one, gets the letter.
  public var patience: Span
  /// How long the sender tries altogether.
  public var life: Span

  public init(
    signsOrigin: Bool = true, isConfidential: Bool = true, asksReceipt: Bool = true,
    patience: Span = Span(seconds: 3600), life: Span = Span(seconds: 7 * 86_400)
  ) {
    self.signsOrigin = signsOrigin
    self.isConfidential = isConfidential
    self.asksReceipt = asksReceipt
    self.patience = patience
    self.life = life
  }

  public var json: JSON {
    .fields([
      "asksReceipt": asksReceipt.json, "isConfidential": isConfidential.json, "life": life.json,
      "patience": patience.json, "signsOrigin": signsOrigin.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    asksReceipt = try fields.value("asksReceipt")
    isConfidential = try fields.value("isConfidential")
    life = try fields.value("life")
    patience = try fields.value("patience")
    signsOrigin = try fields.value("signsOrigin")
    try fields.close()
    guard life.seconds > 0 else { throw CodingError(.outOfRange, "a transfer lasts some time").inside("life") }
  }
}
