import Foundation
import SemperCommunication
import SemperEngine
import SemperModel
import Synchronization

extension TransportConformance {
  static let downloads: [TransportConformance] = [
    TransportConformance("a download is whole wherever it goes on") { probe in
      for have in [0, 1, 1_500_000, TransportRole.length - 1, TransportRole.length] {
        try await download("/content", have: have, over: probe)
      }
    },
    TransportConformance("a download is whole although the server knows no ranges") { probe in
      for have in [0, 1_500_000] { try await download("/content/whole", have: have, over: probe) }
    },
    TransportConformance("a download from a file that is too long begins again") { probe in
      try await download("/content", have: TransportRole.length + 1, over: probe)
    },
    TransportConformance("a download that brings nothing gives up and keeps what it has") { probe in
      try await withFile { file in
        var download = Download("/content/broken", at: probe.address, length: TransportRole.length, to: file)
        download.fruitlessAttempts = 1
        do {
          try await download.run(over: probe.transport, time: VirtualTime(now: Timestamp(seconds: 0)))
        } catch let error as DownloadError where error.code == .gaveUp {
          let kept = try Data(contentsOf: URL(filePath: file))
          try expect(!kept.isEmpty && kept.count < TransportRole.length, "a part is kept, not \(kept.count) bytes")
          try expect(Array(kept) == TransportRole.content(0, kept.count), "the part is right")
          return
        }
        throw Failure(description: "the download went through")
      }
    },
    TransportConformance("a download of another length than agreed is refused") { probe in
      try await withFile { file in
        let download = Download("/content", at: probe.address, length: TransportRole.length - 1, to: file)
        do {
          try await download.run(over: probe.transport, time: SystemTime())
        } catch let error as DownloadError where error.code == .wrongAnswer {
          return
        } catch let error as TransportError where error.code == .tooLarge {
          return
        }
        throw Failure(description: "the download went through")
      }
    },
  ]

  private static func download(
    _ path: String, have: Int, over probe: TransportProbe
  ) async throws {
    try await withFile { file in
      let whole = TransportRole.content(0, TransportRole.length)
      try Data(TransportRole.content(0, have)).write(to: URL(filePath: file))
      let seen = Mutex<[UInt8]>([])
      let progress = Mutex(0)
      try await Download(path, at: probe.address, length: TransportRole.length, to: file).run(
        over: probe.transport, time: SystemTime(), progress: { count in progress.withLock { $0 = count } },
        piece: { offset, bytes in
          try expect(offset == seen.withLock(\.count), "pieces come in order")
          seen.withLock { $0 += bytes }
        })
      try expect(Array(try Data(contentsOf: URL(filePath: file))) == whole, "the file is right from \(have) on")
      try expect(seen.withLock { $0 } == whole, "the hook saw each byte once from \(have) on")
      try expect(progress.withLock { $0 } == TransportRole.length, "progress ends at the length")
    }
  }

  private static func withFile(_ body: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "semper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try await body(directory.appending(path: "part").path)
  }
}
