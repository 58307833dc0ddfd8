import Foundation

/// Work over all chunks of a content, divided into one contiguous stripe for each worker.
///
/// Stripes read the disk in order and share nothing. A worker gives way after each MiB, so that a server answers others
/// meanwhile, and stops when its task is cancelled.
struct ChunkWork: Sendable {
  private static let chunksBetweenYields = 16
  let layout: ChunkLayout
  private let workers: Int
  private let meter: ProgressMeter

  init(over layout: ChunkLayout, workers: Int, progress: ContentProgress.Handler?) {
    precondition(workers > 0, "somebody has to do the work")
    self.layout = layout
    self.workers = min(workers, layout.chunks)
    meter = ProgressMeter(total: layout.length, progress)
  }

  /// The outputs of the stripes in the order of the content.
  func run<Output: Sendable>(
    _ stripe: @escaping @Sendable (Range<Int>, ChunkWork) async throws -> Output
  ) async throws -> [Output] {
    try await withThrowingTaskGroup(of: (Int, Output).self) { group in
      for worker in 0..<workers {
        let range = layout.chunks * worker / workers..<layout.chunks * (worker + 1) / workers
        group.addTask { (worker, try await stripe(range, self)) }
      }
      var outputs = [(Int, Output)]()
      for try await output in group { outputs.append(output) }
      return outputs.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// To be called by a stripe after each of its chunks.
  func finished(_ chunk: Int) async throws {
    meter.advance(by: layout.length(of: chunk))
    if chunk % Self.chunksBetweenYields == 0 {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  /// As many workers as the machine has cores.
  static var allCores: Int { ProcessInfo.processInfo.activeProcessorCount }
}
