/// The way from a cardholder to a merchant: brings a message of SET and returns its answer, which may be Error. Any thrown
/// error means that the outcome is unknown; the same message may be brought again and gets the same answer.
public protocol CardMerchant: Sendable {
  func answer(_ message: [UInt8]) async throws -> [UInt8]
}
