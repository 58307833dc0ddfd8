import Dispatch
import Synchronization

/// A fixed number of threads for work that takes a millisecond of pure calculation, so that it neither stalls the tasks of
/// the cooperative pool nor grows beyond the cores.
final class SigningThreads: Sendable {
  private let queues: [DispatchQueue]
  private let next = Atomic<Int>(0)

  init(count: Int) {
    precondition(count > 0)
    queues = (0..<count).map { DispatchQueue(label: "semper.signing.\($0)", qos: .userInitiated) }
  }

  func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    let turn = next.wrappingAdd(1, ordering: .relaxed).newValue
    let queue = queues[Int(UInt(bitPattern: turn) % UInt(queues.count))]
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result(catching: work)) }
    }
  }
}
