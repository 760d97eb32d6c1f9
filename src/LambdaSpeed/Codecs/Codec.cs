using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using LambdaSpeed.Codecs;

namespace LambdaSpeed;

/// <summary>The built-in codecs, the ways to compose them, and the place to ask for the codec of a type.</summary>
/// <remarks>
/// Found without being told: all built-in ones, and those written for <see cref="GenerateCodecAttribute"/>. Tuples, nullables,
/// collections and enums of such are composed when asked for; in a program compiled ahead of time they are named by
/// <c>[assembly: GenerateCodec(typeof((string, int)))]</c> or composed here by hand.
/// </remarks>
public static partial class Codec
{
    /// <summary>The codec of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The codec, the same one at every call.</returns>
    /// <exception cref="CodecException">There is none; the message has the remedy.</exception>
    public static ICodec<T> For<T>() => TryFor<T>(out var codec) ? codec : throw CodecException.Missing(typeof(T));

    /// <summary>The codec of a type, if there is one.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="codec">The codec.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFor<T>([NotNullWhen(true)] out ICodec<T>? codec)
    {
        codec = CodecSlot<T>.Current ?? (ICodec<T>?)CodecRegistry.Find(typeof(T));
        CodecSlot<T>.Current = codec;
        return codec is not null;
    }

    /// <summary>Makes a codec the one for its type, instead of a built-in or generated one.</summary>
    /// <remarks>Called at the start of the program: what was composed of the former codec keeps it.</remarks>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="codec">The codec.</param>
    public static void Register<T>(ICodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);

        CodecRegistry.Set(typeof(T), codec);
        CodecSlot<T>.Current = codec;
    }

    /// <summary>Called by generated code alone: offers a codec for its type, unless the program registered its own.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="codec">The codec.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void RegisterGenerated<T>(ICodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);

        CodecRegistry.Offer(typeof(T), codec);
    }
}
