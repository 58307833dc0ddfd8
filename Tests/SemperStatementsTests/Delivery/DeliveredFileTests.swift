import Foundation
import SemperStatements
import Testing

/// What is fetched again and what is not.
@Suite struct DeliveredFileTests {
  private struct Other: Error {}
  private static let damaged = StatementsError(.damagedDelivery, "it has changed")

  /// How often it was fetched, and what was on the disk by then, where opening first throws this.
  private static func run(_ content: String?, _ error: any Error) async throws -> (fetches: Int, found: String?) {
    let path = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    if let content { try Data(content.utf8).write(to: URL(filePath: path)) }
    var (fetches, opens, found) = (0, 0, String?.none)
    _ = try await DeliveredFile(path, length: 4).open {
      fetches += 1
      found = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    } _: {
      opens += 1
      if opens == 1 { throw error }
    }
    return (fetches, found)
  }

  @Test func whatADiskLosesIsFetchedOnce() async throws {
    let missing = try await Self.run(nil, Other())
    #expect(missing == (1, nil))
    // Bytes that may still be good are kept, so that only the rest is fetched.
    let short = try await Self.run("abc", Self.damaged)
    #expect(short == (1, "abc"))
    let changed = try await Self.run("abcd", Self.damaged)
    #expect(changed == (1, nil))
  }

  @Test func otherErrorsArePassedOn() async throws {
    await #expect(throws: Other.self) { _ = try await Self.run("abcd", Other()) }
    await #expect(throws: StatementsError.self) {
      _ = try await Self.run("abcd", StatementsError(.targetOccupied, "something else is there"))
    }
  }
}
