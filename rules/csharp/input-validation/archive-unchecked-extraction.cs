using System.IO.Compression;

public class Unpacker
{
    public void Unpack(ZipArchive archive, string folder)
    {
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            // ruleid: csharp.archive.unchecked-extraction
            entry.ExtractToFile(Path.Combine(folder, entry.FullName), true);
        }
        foreach (var entry in archive.Entries)
        {
            var target = Path.Combine(folder, entry.FullName);
            // ruleid: csharp.archive.unchecked-extraction
            using var file = new FileStream(target, FileMode.Create);
        }
    }

    public void Safe(ZipArchive archive, string folder)
    {
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            // ok: csharp.archive.unchecked-extraction
            entry.ExtractToFile(Path.Combine(folder, Path.GetFileName(entry.FullName)));
        }
        foreach (var entry in archive.Entries)
        {
            var target = Path.GetFullPath(Path.Combine(folder, entry.FullName));
            if (!target.StartsWith(folder, StringComparison.Ordinal))
            {
                throw new IOException();
            }
            // ok: csharp.archive.unchecked-extraction
            entry.ExtractToFile(target);
        }
        // ok: csharp.archive.unchecked-extraction
        archive.ExtractToDirectory(folder);
    }
}
