/// What a card does, as a pure value: what survives a loss of power, what does not, and the answer to each command.
///
/// A change of the durable state is durable before the answer leaves (`Card` sees to it), so an application only has to change
/// its state before it says that it did.
public protocol CardApplication: Sendable {
  associatedtype Session: CardSession
  /// What it reports to whoever keeps it; most cards report nothing.
  associatedtype Event: Sendable = Never

  /// The answer to reset (ISO/IEC 7816-3).
  static var answerToReset: [UInt8] { get }
  /// What survives. Equal bytes mean that nothing has changed.
  var stateBytes: [UInt8] { get }
  /// What a reset forgets.
  var session: Session { get set }

  /// What there is to report of the last command.
  var event: Event? { get }

  /// - Parameter random: eight fresh random bytes.
  mutating func respond(to command: CommandAPDU, random: [UInt8]) -> ResponseAPDU
}

/// What a card forgets when it loses power.
public protocol CardSession: Sendable {
  /// As after a reset.
  init()
}

extension CardApplication where Event == Never {
  public var event: Never? { nil }
}

extension CardApplication {
  /// Direct convention, protocol T=1, eight historical bytes.
  static func answerToReset(historical text: String) -> [UInt8] {
    let bytes: [UInt8] = [0x88, 0x80, 0x01] + Array(text.utf8.prefix(8))
    precondition(bytes.count == 11, "there are eight historical bytes")
    return [0x3B] + bytes + [bytes.reduce(0, ^)]
  }
}
