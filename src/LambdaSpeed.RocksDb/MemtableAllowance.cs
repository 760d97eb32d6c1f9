using System.Runtime.InteropServices;
using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>How much memory several databases may take for what is not in files yet; it is charged to a cache.</summary>
internal sealed class MemtableAllowance : SafeHandle
{
    public MemtableAllowance(long bytes, Cache cache)
        : base(IntPtr.Zero, ownsHandle: true)
    {
        SetHandle(Native.Instance.rocksdb_write_buffer_manager_create_with_cache((UIntPtr)bytes, cache.Handle, allow_stall: 0));
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>Has a database keep to it. The database holds it from then on.</summary>
    public void ApplyTo(DbOptions options)
    {
        Native.Instance.rocksdb_options_set_write_buffer_manager(options.Handle, handle);
        GC.KeepAlive(this);
    }

    protected override bool ReleaseHandle()
    {
        Native.Instance.rocksdb_write_buffer_manager_destroy(handle);
        return true;
    }
}
