import Foundation
public import SemperCoding
public import SemperCommunication

/// A link by which a page hands an offer to the wallet of whoever follows it, such as
/// `web+semper:open?u=https%3A%2F%2Fshop.example%2Foffers%2Fk3f9-2m7q`.
///
/// It carries one reference, the address of the signed offer. It proves nothing and decides nothing: the wallet fetches the
/// offer, checks it as if the person had typed shop and code, and asks. The scheme is `web+semper`, which pages can link to,
/// or `semper`, which desktops can register.
public struct OfferLink: Hashable, Sendable, CustomStringConvertible {
  private static let schemes = ["web+semper", "semper"]
  private static let action = "open"
  private static let member = "u"
  private static let place = "/offers/"
  private static let longest = 600
  private static let longestCode = 64

  public let shop: Address
  public let code: String

  /// Refuses a code that is not of letters, digits and hyphens.
  public init(shop: Address, code: String) throws(CodingError) {
    guard (1...Self.longestCode).contains(code.utf8.count), code.utf8.allSatisfy(Self.isOfCode) else {
      throw CodingError(.wrongForm, "an offer's code is of letters, digits and hyphens")
    }
    self.shop = shop
    self.code = code
  }

  /// Reads a link. Refuses what is longer than 600 bytes, has another scheme, action or member, a fragment, or leads to
  /// anything but an offer at an `Address`, which is HTTPS off this machine.
  public init(_ text: String) throws(CodingError) {
    guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Self.unfit("it is longer than \(Self.longest) bytes or holds other than plain letters")
    }
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      Self.schemes.contains(scheme)
    else { throw Self.unfit("it begins with web+semper: or semper:") }
    guard parts.host == nil, parts.user == nil, parts.port == nil, parts.fragment == nil, parts.path == Self.action,
      let members = parts.queryItems, members.count == 1, let only = members.first, only.name == Self.member,
      let reference = only.value
    else { throw Self.unfit("it has the one member “\(Self.member)” and nothing else") }
    guard let cut = reference.range(of: Self.place) else { throw Self.unfit("it leads to an offer") }
    try self.init(shop: Address(String(reference[..<cut.lowerBound])), code: String(reference[cut.upperBound...]))
  }

  public var description: String {
    let reference = (shop.text + Self.place + code).utf8.map { byte in
      Self.isPlain(byte) ? String(UnicodeScalar(byte)) : "%" + Self.hexadecimal(byte)
    }
    return "\(Self.schemes[0]):\(Self.action)?\(Self.member)=" + reference.joined()
  }

  /// Whether a text wants to be a link, however wrong.
  public static func isMeant(by text: String) -> Bool {
    schemes.contains { text.lowercased().hasPrefix($0 + ":") }
  }

  private static func unfit(_ what: String) -> CodingError {
    CodingError(.wrongForm, "this is no link to an offer; \(what)")
  }

  private static func isOfCode(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// What RFC 3986 leaves unreserved.
  private static func isPlain(_ byte: UInt8) -> Bool {
    isOfCode(byte) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~")].contains(byte)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}
