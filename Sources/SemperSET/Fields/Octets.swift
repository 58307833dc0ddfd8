public import SemperCoding
public import SemperCryptography
import SemperModel

/// A string of bytes of one length, typed by what it is for: a challenge cannot be passed for a transaction's name.
public struct Octets<Use: OctetsUse>: DERValue, Hashable {
  public let bytes: [UInt8]

  /// Refuses another length.
  public init(bytes: [UInt8]) throws(CodingError) {
    guard bytes.count == Use.size else { throw CodingError(.wrongForm, "\(Use.size) bytes are expected") }
    self.bytes = bytes
  }

  /// Drawn at random. Pass the system's generator outside tests.
  public init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Use.size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  public static var derTag: DERTag { .octetString }
  public var der: DERElement { ByteString(bytes).der }
  public init(der: DERElement) throws(CodingError) { try self.init(bytes: ByteString(der: der).bytes) }
}

/// What bytes of one length are for, and the length.
public protocol OctetsUse: Sendable {
  static var size: Int { get }
}

/// The name of a transaction, drawn by the merchant.
public enum TransactionName: OctetsUse { public static var size: Int { 20 } }
/// The name of one request and its answer; a repeated request bears the same one.
public enum RequestName: OctetsUse { public static var size: Int { 20 } }
/// What a party sends to see it come back signed.
public enum FreshChallenge: OctetsUse { public static var size: Int { 20 } }
/// What makes two encryptions or digests of the same thing differ.
public enum FreshSalt: OctetsUse { public static var size: Int { 20 } }
/// What cardholder and issuer know of a card beside its number.
public enum SharedSecret: OctetsUse { public static var size: Int { 32 } }
/// One side's share of a shared secret.
public enum SecretShare: OctetsUse { public static var size: Int { 20 } }

public typealias XID = Octets<TransactionName>
public typealias RRPID = Octets<RequestName>
public typealias Challenge = Octets<FreshChallenge>
public typealias Salt = Octets<FreshSalt>
public typealias PANSecret = Octets<SharedSecret>
public typealias CardSecret = Octets<SecretShare>
