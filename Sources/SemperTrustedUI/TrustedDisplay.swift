/// The one place where a person is asked. A display is rendered by a program; the values stay the same on any device.
public protocol TrustedDisplay: Sendable {
  /// In which the person is spoken to. What is shown comes in it.
  var language: Language { get }
  /// Shows the dialog and waits for the person. No answer (end of input, a closed window) is a no.
  func ask(_ dialog: Dialog) async throws -> Answer
  /// Tells how far something has come: work done and in all, in the unit named.
  func progress(_ what: String, done: Int64, of total: Int64)
  /// A line for the person that needs no answer.
  func note(_ text: String)
}
