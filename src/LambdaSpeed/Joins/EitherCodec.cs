using System.Buffers;

namespace LambdaSpeed;

/// <summary>Writes and reads tuples of one stream or of another: a byte that says which (0 left, 1 right), then the tuple.</summary>
/// <remarks>Describing a co-group or a join has this codec known to <see cref="Codec.TryFor"/>, when both kinds of tuples have
/// one.</remarks>
/// <typeparam name="TLeft">The tuples of the left stream.</typeparam>
/// <typeparam name="TRight">The tuples of the right stream.</typeparam>
public sealed class EitherCodec<TLeft, TRight> : ICodec<Either<TLeft, TRight>>
{
    private readonly ICodec<TLeft> _left;
    private readonly ICodec<TRight> _right;

    /// <summary>Composes the codec.</summary>
    /// <param name="left">The codec of the tuples of the left stream.</param>
    /// <param name="right">The codec of the tuples of the right stream.</param>
    public EitherCodec(ICodec<TLeft> left, ICodec<TRight> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        _left = left;
        _right = right;
        Schema = $"either<{left.Schema},{right.Schema}>";
    }

    /// <inheritdoc/>
    public string Schema { get; }

    /// <inheritdoc/>
    public bool IsKey => false;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> destination, Either<TLeft, TRight> value)
    {
        Codec.Byte.Write(destination, value.IsRight ? (byte)1 : (byte)0);
        if (value.IsRight) _right.Write(destination, value.Right);
        else _left.Write(destination, value.Left);
    }

    /// <inheritdoc/>
    public Either<TLeft, TRight> Read(ref ReadOnlySpan<byte> source) => Codec.Byte.Read(ref source) switch
    {
        0 => Either<TLeft, TRight>.OfLeft(_left.Read(ref source)),
        1 => Either<TLeft, TRight>.OfRight(_right.Read(ref source)),
        _ => throw CodecException.Malformed(Schema, "0 for left or 1 for right", source.Length),
    };

    /// <inheritdoc/>
    public ulong Hash(Either<TLeft, TRight> value) => throw CodecException.NotAKey(Schema);
}
