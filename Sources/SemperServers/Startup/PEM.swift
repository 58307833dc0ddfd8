import Foundation

/// The textual form of certificates (RFC 7468).
enum PEM {
  static func certificate(_ der: [UInt8]) -> [UInt8] {
    let body = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
    return Array("-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n".utf8)
  }
}
