import Foundation
import SemperCryptography
import SemperModel
import Testing

@testable import SemperSET

/// Changes a message bit by bit and sees which check refuses each.
enum Flips {
  private static let isWhole = ProcessInfo.processInfo.environment["SEMPER_EVERY_BYTE"] != nil
  /// Of what is opened with RSA every seventh byte, and every one with `SEMPER_EVERY_BYTE=1`.
  static let stride = isWhole ? 1 : 7
  /// Of messages that are made and judged like others every 29th byte, and likewise.
  static let wide = isWhole ? 1 : 29

  /// How often each check refused. Left out are the two fields of the header that decide nothing, its date and the name of the
  /// program, and what `idle` says decides nothing in this message.
  static func of(
    _ message: [UInt8], every step: Int = 1, idle: [[UInt8]] = [], _ judge: ([UInt8]) async throws -> Void
  ) async throws -> [SETCheck: Int] {
    let wrapper = try MessageWrapper(message, at: Market.now)
    // SEQUENCE, then the header: version, date, ids, name of the request, program.
    let header = wrapper.header.derBytes
    let start = try #require(message.firstRange(of: header)).lowerBound
    let software = wrapper.header.software.derBytes
    var free = [(start + header.count - software.count + 2)..<(start + header.count)]
    for field in [wrapper.header.date.derBytes] + idle { free.append(try #require(message.firstRange(of: field))) }
    var found = [SETCheck: Int]()
    for index in Swift.stride(from: 0, to: message.count, by: step) {
      guard !free.contains(where: { $0.contains(index) }) else { continue }
      var changed = message
      changed[index] ^= 1 << UInt8(index % 8)
      do {
        try await judge(changed)
        Issue.record("byte \(index) of \(wrapper.message.name) was missed")
      } catch let refusal as SETRefusal {
        found[refusal.check, default: 0] += 1
      }
    }
    return found
  }
}
