import SemperArchive
import SemperTesting
import Synchronization

final class MemoryUnderTest: ArchiveUnderTest {
  private let present = Mutex(InMemoryArchive())

  var archive: any Archive { present.withLock { $0 } }
  func restart() async throws { present.withLock { $0 = $0.reopened() } }
  func tamper(_ how: Tampering) async throws { present.withLock { $0.tamper(how) } }
  func bytesAtRest() async throws -> [UInt8] { present.withLock { Array($0.sealedSecrets.joined()) } }
}
