public import SemperModel

/// A person's answer to one dialog, bound to what was shown.
public struct Answer: Hashable, Sendable {
  public let subject: Digest
  public let isYes: Bool
  /// Which of the dialog's choices was taken, from 0; `nil` in a plain yes, which takes the first.
  public let choice: Int?

  public init(to dialog: Dialog, isYes: Bool, choice: Int? = nil) {
    subject = dialog.subject
    self.isYes = isYes
    self.choice = choice
  }
}
