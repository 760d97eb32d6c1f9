using System.Runtime.InteropServices;

namespace LambdaSpeed.Logs;

/// <summary>Where the parts of a record lie in its frame: key, headers and value follow each other.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RecordSlice
{
    /// <summary>Where the key begins.</summary>
    public int Start;

    public int KeyLength;

    public int HeadersLength;

    public int ValueLength;

    /// <summary>Ticks after the frame's own timestamp.</summary>
    public long TimestampDelta;
}
