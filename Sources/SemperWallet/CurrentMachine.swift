import SemperCommerce
import SemperEngine
import Synchronization

/// Lets the actions of a deal look at their deal as it is now. The driver is made with its actions, so it is filled in
/// after that and before it runs.
final class CurrentMachine: Sendable {
  private let driver = Mutex<MachineDriver<DealMachine>?>(nil)

  func follow(_ driver: MachineDriver<DealMachine>) { self.driver.withLock { $0 = driver } }

  func current() async -> DealMachine {
    guard let driver = driver.withLock({ $0 }) else { return DealMachine() }
    return await driver.machine
  }
}
