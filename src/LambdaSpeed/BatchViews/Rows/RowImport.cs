using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LambdaSpeed.BatchViews.Rows;

/// <summary>Writes a batch view from rows of text.</summary>
internal static class RowImport
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BatchRowException">A row is none of the schema.</exception>
    /// <exception cref="BatchViewStorageException">The disk failed.</exception>
    public static void Run<TKey, TAccumulator>(
        string rows, BatchRowForm form, BatchViewSchema<TKey, TAccumulator> schema, BatchViewWriter<TKey, TAccumulator> writer,
        CancellationToken cancellationToken)
        where TKey : notnull
    {
        var (key, accumulator) = (new RowFields(schema.KeyCodec.Schema), new RowFields(schema.AccumulatorCodec.Schema));
        using var text = Open(rows);
        var reader = new RowReader(text, form, key, accumulator);
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            while (reader.TryRead())
            {
                cancellationToken.ThrowIfCancellationRequested();
                bytes.ResetWrittenCount();
                key.Write(reader.Fields, 0, bytes);
                var end = bytes.WrittenCount;
                accumulator.Write(reader.Fields, key.Count, bytes);
                var written = bytes.WrittenSpan;
                var read = Read(schema.AccumulatorCodec, written[end..]);
                RequireMergeable(schema.Rule, read);
                writer.Add(Read(schema.KeyCodec, written[..end]), read);
            }
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or JsonException or CodecException
            or DecoderFallbackException or ArgumentException or InvalidOperationException) // the last: too long
        {
            throw new BatchRowException(rows, reader.Row, exception.Message.TrimEnd('.'), exception);
        }
        catch (IOException exception)
        {
            throw new BatchViewStorageException(rows, "reading", exception);
        }
        writer.Complete();
    }

    private static StreamReader Open(string rows)
    {
        try
        {
            return new StreamReader(rows, _strict);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BatchViewStorageException(rows, "opening", exception);
        }
    }

    /// <summary>A sketch of other parameters than the view's can be read, and would fail whoever reads its key merged.</summary>
    private static void RequireMergeable<TAccumulator>(IMergeRule<TAccumulator> rule, in TAccumulator accumulator)
    {
        var zero = rule.Zero();
        rule.Merge(ref zero, accumulator);
    }

    /// <summary>What was put together from text must be all that the codec wants, and no more.</summary>
    private static T Read<T>(ICodec<T> codec, ReadOnlySpan<byte> bytes)
    {
        var value = codec.Read(ref bytes);
        return bytes.IsEmpty ? value : throw CodecException.Malformed(codec.Schema, "the end of the value", bytes.Length);
    }
}
