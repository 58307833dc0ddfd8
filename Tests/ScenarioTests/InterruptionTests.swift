import Foundation
import Testing

/// Who loses patience with a run leaves nothing behind on the machine.
@Suite(.serialized) struct InterruptionTests {
  @Test("Ctrl-C ends a run with 130 and leaves no process of it", arguments: [SIGINT, SIGTERM])
  func endsEverything(_ signal: Int32) throws {
    let folder = DemoFolder()
    let run = try RunningProgram([
      "exchange", "run", "fair-purchase", "--size", "50000000", "--fail", "slow-network", "--dir", folder.path,
    ])
    _ = try run.wait(for: "Starting both parties")
    #expect(!MachineProcesses.naming(folder.path).filter { $0.contains("--home") }.isEmpty)
    run.signal(signal)
    let (status, said) = run.end()
    #expect(status == 130, "\(said)")
    #expect(said.contains(folder.path), "it says where everything is kept")
    #expect(MachineProcesses.naming(folder.path).isEmpty)
  }
}
