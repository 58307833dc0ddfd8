import Foundation
import SemperCryptography
import SemperModel

/// Compares the files of two folders by digest.
enum GoodsOnDisk {
  /// What the seller writes about a course, which is not part of it.
  private static let description = "course.json"

  /// Whether the folder exists and holds exactly the files of the original course, bit for bit.
  static func are(_ original: String, in folder: String) -> Bool {
    var wanted = digests(original)
    wanted[description] = nil
    return !wanted.isEmpty && digests(folder) == wanted
  }

  /// The digest of every file by its path in the folder.
  static func digests(_ folder: String) -> [String: Digest] {
    var digests: [String: Digest] = [:]
    guard let paths = FileManager.default.enumerator(atPath: folder) else { return [:] }
    while let path = paths.nextObject() as? String {
      guard let handle = FileHandle(forReadingAtPath: folder + "/" + path) else { continue }
      var hasher = PlainHasher()
      while let data = try? handle.read(upToCount: 1 << 20), !data.isEmpty {
        data.withUnsafeBytes { hasher.update($0) }
      }
      try? handle.close()
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder)
      if !isFolder.boolValue { digests[path] = hasher.finalize() }
    }
    return digests
  }
}
