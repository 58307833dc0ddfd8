import Foundation
public import SemperModel

/// The machine's own clock.
public struct SystemTime: TimeSource {
  public init() {}

  public func now() -> Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }

  public func wait(until time: Timestamp) async throws {
    // The wall clock may be set while we sleep, so look again before returning.
    while true {
      let left = Double(time.seconds) - Date().timeIntervalSince1970
      guard left > 0 else { return }
      try await Task.sleep(for: .seconds(min(left, 60)))
    }
  }
}
