/// One line of a registry: a number that is never reused and what the entry means.
///
/// `docs/registries/` lists the same lines for people; a test holds the two against each other.
public struct Registration: Sendable, Equatable {
  public let number: Int
  public let meaning: String

  init(_ number: Int, _ meaning: String) {
    self.number = number
    self.meaning = meaning
  }
}

/// A closed vocabulary whose entries are numbered once.
public protocol Registered: CaseIterable, RawRepresentable, Sendable where RawValue == String {
  var registration: Registration { get }
}
