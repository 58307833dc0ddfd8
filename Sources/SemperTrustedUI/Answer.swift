public import SemperModel

/// A person's answer to one dialog, bound to what was shown.
public struct Answer: Hashable, Sendable {
  public let subject: Digest
  public let isYes: Bool

  public init(to dialog: Dialog, isYes: Bool) {
    subject = dialog.subject
    self.isYes = isYes
  }
}
