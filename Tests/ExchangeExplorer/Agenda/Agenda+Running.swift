extension Agenda.Section {
  /// Runs the tasks on several processors and tells of them in their order.
  ///
  /// - Parameter shelf: what is on it is not searched again, and what is found goes there at once.
  package func reports(
    workers: Int, shelf: ReportShelf? = nil
  ) -> AsyncThrowingStream<(AgendaTask, ExplorationReport), any Error> {
    AsyncThrowingStream { stream in
      let running = Task {
        do {
          try await run(workers: workers, shelf) { stream.yield(($0, $1)) }
          stream.finish()
        } catch { stream.finish(throwing: error) }
      }
      stream.onTermination = { _ in running.cancel() }
    }
  }

  private func run(
    workers: Int, _ shelf: ReportShelf?, _ tell: (AgendaTask, ExplorationReport) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, ExplorationReport).self) { group in
      var (next, told, done) = (0, 0, [Int: ExplorationReport]())
      func begin() {
        guard next < tasks.count else { return }
        let (number, task) = (next, tasks[next])
        group.addTask { (number, try await report(on: task, shelf)) }
        next += 1
      }
      for _ in 0..<max(workers, 1) { begin() }
      while let (number, report) = try await group.next() {
        begin()
        done[number] = report
        while let report = done.removeValue(forKey: told) {
          tell(tasks[told], report)
          told += 1
        }
      }
    }
  }

  private func report(on task: AgendaTask, _ shelf: ReportShelf?) async throws -> ExplorationReport {
    if let known = shelf?.report(on: task) { return known }
    let report = ExplorationReport(try await task.run())
    try shelf?.keep(report, on: task)
    return report
  }
}
