import Foundation
import SemperCryptography
import SemperModel
import Synchronization
import Testing

@testable import SemperSET

/// Changes a message bit by bit and sees which check refuses each.
enum Flips {
  private static let isWhole = ProcessInfo.processInfo.environment["SEMPER_EVERY_BYTE"] != nil
  /// Of what is opened with RSA every seventh byte, and every one with `SEMPER_EVERY_BYTE=1`.
  static let stride = isWhole ? 1 : 7
  /// Of messages that are made and judged like others every 29th byte, and likewise.
  static let wide = isWhole ? 1 : 29

  private static let tally = Mutex((messages: 0, bytes: 0))

  /// Tells, where every byte is changed, of each message, and how many there were so far.
  private static func tell(of name: String, _ found: [SETCheck: Int]) {
    guard isWhole else { return }
    let bytes = found.values.reduce(0, +)
    let all = tally.withLock { tally in
      tally = (tally.messages + 1, tally.bytes + bytes)
      return tally
    }
    let checks = found.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    print("flips: \(name), \(bytes) bytes (\(checks)); so far \(all.messages) messages, \(all.bytes) bytes")
  }

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
    tell(of: "\(wrapper.message.name)", found)
    return found
  }
}
