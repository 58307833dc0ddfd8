public import SemperCryptography
import SemperModel

/// Signs with keys in this process's memory or in a token, on threads of its own.
public struct LocalBlindSigner: BlindSigner {
  private let keys: [Digest: any BlindKey]
  private let threads: SigningThreads

  /// - Parameter threads: how many signatures are made at once; as many as the machine has cores.
  public init(keys: [any BlindKey], threads: Int) {
    self.keys = Dictionary(keys.map { ($0.publicKey.id, $0) }) { first, _ in first }
    self.threads = SigningThreads(count: threads)
  }

  public func sign(_ outputs: [BlindedOutput]) async throws -> [[UInt8]] {
    if outputs.count == 1, let only = outputs.first { return [try await sign(only)] }
    return try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for (index, output) in outputs.enumerated() {
        group.addTask { (index, try await sign(output)) }
      }
      var signatures = [[UInt8]](repeating: [], count: outputs.count)
      for try await (index, signature) in group { signatures[index] = signature }
      return signatures
    }
  }

  private func sign(_ output: BlindedOutput) async throws -> [UInt8] {
    guard let key = keys[output.key] else {
      throw CryptographyError(.invalidKey, "the mint has no private key \(output.key); restore its key store")
    }
    return try await threads.run { try key.sign(output.blinded) }
  }
}
