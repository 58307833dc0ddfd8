import Foundation
import SemperCoding
import Synchronization

/// Events as JSON lines on standard output, whole lines only.
final class EventLog: Sendable {
  private let line = Mutex(())

  func write(_ members: KeyValuePairs<String, JSON?>) {
    let bytes = CanonicalJSON.encode(.fields(members)) + [UInt8(ascii: "\n")]
    line.withLock { _ in FileHandle.standardOutput.write(Data(bytes)) }
  }

  func matched(_ rule: Rule, _ message: MessageFacts) {
    write([
      "action": rule.action.name.json, "direction": message.direction.json, "event": "matched".json,
      "method": message.method.json, "path": message.path.json, "rule": rule.name.json, "status": message.status?.json,
    ])
  }
}
