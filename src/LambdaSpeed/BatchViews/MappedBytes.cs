using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LambdaSpeed.BatchViews;

/// <summary>A file of the file system as memory.</summary>
/// <remarks>The handle of the mapping counts its users, so that nothing is unmapped under a reader. A disk that fails under a mapping, or
/// a file that somebody cuts, ends the process: there is no exception for it. Where that must not be, files are read instead.</remarks>
internal sealed class MappedBytes : IFileBytes
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafeMemoryMappedViewHandle _handle;
    private readonly nint _address;

    public MappedBytes(string path)
    {
        Name = path;
        using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.RandomAccess);
        Length = stream.Length;
        if (Length == 0) throw new BatchViewDamagedException(path, 0, "it is empty");
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _handle = _view.SafeMemoryMappedViewHandle;
        _address = _handle.DangerousGetHandle() + (nint)_view.PointerOffset;
    }

    public string Name { get; }

    public long Length { get; }

    public bool IsMapped => true;

    public void Enter()
    {
        var isEntered = false;
        _handle.DangerousAddRef(ref isEntered); // throws ObjectDisposedException once it is closed
    }

    public void Exit() => _handle.DangerousRelease();

    // A reference into memory that no collector knows, without a pointer: the bounds were checked, and the handle is held.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Get(long offset, int length, scoped ref byte[] buffer) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), _address + (nint)offset), length);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
