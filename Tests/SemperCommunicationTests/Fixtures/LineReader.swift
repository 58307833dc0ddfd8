import Foundation
import SemperCoding
import Synchronization

/// JSON lines of another process, in order.
final class LineReader: Sendable {
  private struct State {
    var lines: [String] = []
    var ended = false
    var waiting: CheckedContinuation<String?, Never>?
  }

  private let state = Mutex(State())

  init(_ handle: FileHandle) {
    Thread.detachNewThread { [self] in
      var rest: [UInt8] = []
      while case let data = handle.availableData, !data.isEmpty {
        rest += data
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          take(String(decoding: rest[..<end], as: UTF8.self))
          rest.removeSubrange(...end)
        }
      }
      take(nil)
    }
  }

  func next() async throws -> JSON {
    let line = await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
      let ready: String?? = state.withLock { state in
        if !state.lines.isEmpty { return .some(state.lines.removeFirst()) }
        if state.ended { return .some(nil) }
        state.waiting = continuation
        return nil
      }
      if let ready { continuation.resume(returning: ready) }
    }
    guard let line else { throw RunningProxy.Failure(description: "the process has ended") }
    return try CanonicalJSON.parse(Array(line.utf8))
  }

  private func take(_ line: String?) {
    let waiting = state.withLock { state -> CheckedContinuation<String?, Never>? in
      if line == nil { state.ended = true }
      guard let waiting = state.waiting else {
        if let line { state.lines.append(line) }
        return nil
      }
      state.waiting = nil
      return waiting
    }
    waiting?.resume(returning: line)
  }
}
