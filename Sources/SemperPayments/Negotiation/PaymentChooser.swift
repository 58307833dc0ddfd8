/// Asks the person which means of payment to take, in the trusted user interface. Preferences say when.
public protocol PaymentChooser: Sendable {
  /// The candidate that the person takes; `nil` for none of them.
  func choose(from choice: PaymentChoice, of offer: PaymentOffer) async throws -> PaymentChoice.Candidate?
}
