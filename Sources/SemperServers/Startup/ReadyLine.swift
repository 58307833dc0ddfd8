import Foundation
import SemperCoding
public import SemperCommerce
public import SemperCommunication

/// The one line that a role writes to standard output: which role it is, and where it answers now.
public struct ReadyLine: Hashable, Sendable {
  public let role: RoleDescription.Role
  public let address: Address

  /// Such as `{"address":"http://127.0.0.1:8080","role":"shop"}`.
  public var text: String {
    String(decoding: CanonicalJSON.encode(.fields(["address": address.json, "role": role.json])), as: UTF8.self)
  }

  /// Writes the line at once.
  @Sendable public static func write(_ line: ReadyLine) {
    FileHandle.standardOutput.write(Data((line.text + "\n").utf8))
  }
}
