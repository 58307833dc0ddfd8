import SemperEcash
import SemperModel

/// Why something is refused, by a mint in its signed words too; `nil` where nothing is.
func refusalCode(_ body: () async throws -> Void) async -> RefusalCode? {
  do {
    try await body()
    return nil
  } catch let failure as MintFailure {
    return failure.refusal?.code
  } catch { return (error as? Refusal)?.code }
}
