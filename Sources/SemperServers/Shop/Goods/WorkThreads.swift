import Dispatch
import Synchronization

/// Threads for encrypting and hashing, so that long calculations leave the cooperative pool to the requests.
final class WorkThreads: TaskExecutor {
  private let queues: [DispatchQueue]
  private let next = Atomic<Int>(0)

  init(count: Int) {
    precondition(count > 0, "somebody has to do the work")
    queues = (0..<count).map { DispatchQueue(label: "semper.goods.\($0)", qos: .utility) }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let turn = next.wrappingAdd(1, ordering: .relaxed).newValue
    queues[Int(UInt(bitPattern: turn) % UInt(queues.count))].async { [self] in
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
