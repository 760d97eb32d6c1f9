namespace LambdaSpeed.Codecs;

/// <summary>The codec in use for <typeparamref name="T"/>, once asked for: a static field per type spares the dictionary.</summary>
internal static class CodecSlot<T>
{
    // null until resolved; written by any thread that resolves or registers, always with an instance as good as any other
    private static volatile ICodec<T>? _current;

    public static ICodec<T>? Current
    {
        get => _current;
        set => _current = value;
    }
}
