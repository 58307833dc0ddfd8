public import SemperCoding
public import SemperCryptography

/// Printing ASCII of a greatest length, typed by what it names.
public struct ShortText<Use: TextUse>: DERValue, Hashable, CustomStringConvertible {
  public let text: String

  /// Refuses a text that is empty, too long or not printing ASCII.
  public init(_ text: String) throws(CodingError) {
    guard (1...Use.longest).contains(text.utf8.count) else {
      throw CodingError(.outOfRange, "a text of 1 to \(Use.longest) characters is expected")
    }
    self.text = try VisibleText(text).text
  }

  public var description: String { text }
  public static var derTag: DERTag { .visibleString }
  public var der: DERElement { DERElement(.visibleString, .primitive(Array(text.utf8))) }
  public init(der: DERElement) throws(CodingError) { try self.init(VisibleText(der: der).text) }
}

/// What a short text names, and how long it may be.
public protocol TextUse: Sendable {
  static var longest: Int { get }
}

/// The card brand under which all of a payment's certificates stand.
public enum BrandUse: TextUse { public static var longest: Int { 40 } }
/// The merchant as its acquirer knows it: whom the money is for.
public enum MerchantUse: TextUse { public static var longest: Int { 30 } }
/// A natural language (RFC 5646).
public enum LanguageUse: TextUse { public static var longest: Int { 35 } }
/// The program that wrote a message.
public enum SoftwareUse: TextUse { public static var longest: Int { 256 } }
/// What an issuer or acquirer gives an approval.
public enum ApprovalUse: TextUse { public static var longest: Int { 6 } }

public typealias BrandID = ShortText<BrandUse>
public typealias MerchantID = ShortText<MerchantUse>
public typealias Language = ShortText<LanguageUse>
public typealias SWIdent = ShortText<SoftwareUse>
public typealias ApprovalCode = ShortText<ApprovalUse>
