extension Agenda.Section {
  /// Runs the tasks on several processors and tells of them in their order.
  package func explorations(workers: Int) -> AsyncThrowingStream<(AgendaTask, Exploration), any Error> {
    AsyncThrowingStream { stream in
      let running = Task {
        do {
          try await run(workers: workers) { stream.yield(($0, $1)) }
          stream.finish()
        } catch { stream.finish(throwing: error) }
      }
      stream.onTermination = { _ in running.cancel() }
    }
  }

  private func run(workers: Int, _ tell: (AgendaTask, Exploration) -> Void) async throws {
    try await withThrowingTaskGroup(of: (Int, Exploration).self) { group in
      var (next, told, done) = (0, 0, [Int: Exploration]())
      func begin() {
        guard next < tasks.count else { return }
        let (number, task) = (next, tasks[next])
        group.addTask { (number, try await task.run()) }
        next += 1
      }
      for _ in 0..<max(workers, 1) { begin() }
      while let (number, exploration) = try await group.next() {
        begin()
        done[number] = exploration
        while let exploration = done.removeValue(forKey: told) {
          tell(tasks[told], exploration)
          told += 1
        }
      }
    }
  }
}
