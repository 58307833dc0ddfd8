public import SemperCoding

/// A name of 128 random bits, typed by what it names: an `ID<Deal>` cannot be passed for an `ID<Operation>`.
///
/// Unguessable, so knowing one is a capability to ask about what it names. Written as base64url. One drawn here never begins
/// with “-”, because people give ids to commands, which would take it for an option.
public struct ID<Entity>: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public static var size: Int { 16 }
  public let bytes: [UInt8]

  /// Refuses anything but 16 bytes.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Self.size else { throw CodingError(.wrongForm, "an id has \(Self.size) bytes") }
    self.bytes = bytes
  }

  /// A fresh name. Pass the system's generator outside tests.
  public init(using generator: inout some RandomNumberGenerator) {
    var drawn = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    // Six bits are a character, and these come out as “-”.
    if drawn[0] >> 2 == 0b111110 { drawn[0] ^= 0x80 }
    bytes = drawn
  }

  public init(text: String) throws(CodingError) { try self.init(bytes: Base64URL.decode(text)) }

  public var description: String { Base64URL.encode(bytes) }
  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}

/// What the ids of this system name. These types have no values.
public enum Deal {}
/// One request to a ledger, named by its sender, so that a repetition is recognised.
public enum Operation {}
/// An item in a seller's catalogue.
public enum Article {}
/// One package sent by one party to others.
public enum Transfer {}
