public import SemperModel

/// What a person is shown before anything that matters, as a value: a title, fields in order, and one question.
///
/// It is computed from verified statements only, never from a page. It carries the digest of what a yes will lead to, so
/// that an approval is bound to exactly what was shown (paper, section IV.A: the trusted user interface takes
/// security-critical input and output).
public struct Dialog: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public let label: String
    public let value: String
    /// Whether the field must stand out: amount and payee always do.
    public let isProminent: Bool

    public init(_ label: String, _ value: String, isProminent: Bool = false) {
      self.label = label
      self.value = value
      self.isProminent = isProminent
    }
  }

  public let title: String
  public let fields: [Field]
  public let question: String
  /// What the answer is about.
  public let subject: Digest
  /// How many of the fields are ways to answer, named by their numbers; none where the answer is yes or no.
  public let choices: Int

  public init(title: String, fields: [Field], question: String, subject: Digest, choices: Int = 0) {
    self.title = title
    self.fields = fields
    self.question = question
    self.subject = subject
    self.choices = choices
  }
}
