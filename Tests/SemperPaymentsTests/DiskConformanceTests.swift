import Foundation
import PaymentWorlds
import SemperTesting
import Testing

/// Every payment system keeps its promises also when all three processes have their archives in SQLite files. `make disks` tries all
/// of them (`SEMPER_DISKS=1`, or those in whose title the value occurs); a part is always tried. The worlds follow each other, since each has many threads.
@Suite(.serialized) struct DiskConformanceTests {
  struct Promise: Sendable, CustomTestStringConvertible {
    let world: PaymentWorld
    let behaviour: PaymentBehaviour
    var testDescription: String { "\(world.rawValue): \(behaviour)" }
  }

  private static let part: Set<String> = [
    "what is paid arrives, and both sides can prove it", "a part comes back, then the rest, and never more",
    "tokens that come twice, with all earlier ones, are taken once",
  ]

  static let promises: [Promise] = PaymentWorld.allCases.flatMap { world in
    let wanted = ProcessInfo.processInfo.environment["SEMPER_DISKS"]
    return world.behaviours.map { Promise(world: world, behaviour: $0) }.filter { promise in
      switch wanted {
      case nil: part.contains(promise.behaviour.name)
      case "1": true
      case let title?: promise.testDescription.contains(title)
      }
    }
  }

  @Test(arguments: promises)
  func isKeptOnDisk(_ promise: Promise) async throws {
    let disks: @Sendable () throws -> any PaymentDisks = { try SQLiteDisks() }
    try await promise.behaviour.verify(on: disks) { try await promise.world.make($0) }
  }
}
