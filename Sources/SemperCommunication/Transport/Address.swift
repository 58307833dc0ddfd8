import Foundation
public import SemperCoding

/// Where a role listens: an origin such as `http://127.0.0.1:8080` or `https://shop.example`.
///
/// Plain HTTP is accepted for loopback only; everywhere else HTTPS is required. No path, query, user or fragment.
public struct Address: Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let text: String

  public init(_ text: String) throws(CodingError) {
    guard text.utf8.count <= 200, let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      parts.path.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil
    else { throw CodingError(.wrongForm, "an address is written https://host or http://127.0.0.1:port") }
    guard parts.scheme == "https" || (parts.scheme == "http" && Self.isLoopback(host)) else {
      throw CodingError(.outOfRange, "off this machine an address must begin with https://")
    }
    self.text = text
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host == "::1"
      || host.split(separator: ".").first == "127" && host.split(separator: ".").count == 4
        && host.split(separator: ".").allSatisfy { UInt8($0) != nil }
  }

  public var description: String { text }
  public var json: JSON { .string(text) }
  public init(json: JSON) throws(CodingError) { try self.init(String(json: json)) }
}
