public import SemperCoding

/// A string of one of ASN.1's character sets, with a greatest length in characters.
public struct DERText<Alphabet: DERAlphabet>: DERValue, Hashable, CustomStringConvertible {
  public let text: String

  /// Refuses characters outside the alphabet.
  public init(_ text: String) throws(CodingError) {
    guard text.utf8.count <= 4096, text.utf8.allSatisfy(Alphabet.contains) else {
      throw CodingError(.wrongForm, "the text has a character that does not belong there")
    }
    self.text = text
  }

  public var description: String { text }
  public static var derTag: DERTag { Alphabet.derTag }
  public var der: DERElement { DERElement(Alphabet.derTag, .primitive(Array(text.utf8))) }

  public init(der: DERElement) throws(CodingError) {
    let bytes = try der.bytes(of: Alphabet.derTag)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CodingError(.wrongForm, "the text is not Unicode")
    }
    try self.init(text)
  }
}

/// Which characters a string may have, and under which tag it stands.
public protocol DERAlphabet: Sendable {
  static var derTag: DERTag { get }
  static func contains(_ byte: UInt8) -> Bool
}

/// Printing ASCII with the space.
public enum VisibleAlphabet: DERAlphabet {
  public static var derTag: DERTag { .visibleString }
  public static func contains(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }
}

/// Digits; ASN.1 allows the space too, which nothing here uses.
public enum NumericAlphabet: DERAlphabet {
  public static var derTag: DERTag { .numericString }
  public static func contains(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// Unicode without control characters.
public enum UnicodeAlphabet: DERAlphabet {
  public static var derTag: DERTag { .utf8String }
  public static func contains(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F }
}

public typealias VisibleText = DERText<VisibleAlphabet>
public typealias NumericText = DERText<NumericAlphabet>
public typealias UnicodeText = DERText<UnicodeAlphabet>
