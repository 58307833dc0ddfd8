import Glibc
import Synchronization

/// How much processor time this process has spent in work with keys: signatures, blind signatures, encryption to public keys,
/// authentication codes, for a measurement that has started the clock. Otherwise it costs one load of a flag.
public enum CryptographyClock {
  private static let isRunning = Atomic(false)
  private static let nanoseconds = Atomic<UInt64>(0)

  /// Counts from now on, in all threads.
  public static func start() { isRunning.store(true, ordering: .relaxed) }

  /// What has been counted so far.
  public static var spent: Duration { .nanoseconds(Int64(nanoseconds.load(ordering: .relaxed))) }

  static func timing<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    guard isRunning.load(ordering: .relaxed) else { return try body() }
    let start = threadTime()
    defer { nanoseconds.wrappingAdd(threadTime() &- start, ordering: .relaxed) }
    return try body()
  }

  /// Of this thread alone, so that waiting for a core does not count.
  private static func threadTime() -> UInt64 {
    // Read as two words: which module the members of `timespec` belong to differs between builds.
    withUnsafeTemporaryAllocation(of: timespec.self, capacity: 1) { time in
      guard let place = time.baseAddress, clock_gettime(CLOCK_THREAD_CPUTIME_ID, place) == 0 else { return 0 }
      let words = UnsafeRawBufferPointer(time)
      let size = MemoryLayout<Int>.size
      return UInt64(words.load(as: Int.self)) * 1_000_000_000
        + UInt64(words.load(fromByteOffset: size, as: Int.self))
    }
  }
}
