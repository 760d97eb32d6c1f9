using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace LambdaSpeed.Epochs;

/// <summary>Puts a large state into its tables on a thread of its own, while the caller's goes on reading and checking it: both take about
/// as long, so a start takes half of the time.</summary>
/// <remarks>A small state is put there at once, on the caller's thread: a thread would cost more than it saves.</remarks>
/// <param name="load">Puts a piece into the tables.</param>
/// <param name="few">So many bytes are put there at once.</param>
internal sealed class LoadAhead(ChangeBlockHandler load, long few = LoadAhead.Few) : IDisposable
{
    private const long Few = 4 << 20;
    private const int PiecesAhead = 8; // of a megabyte at most, or a single entry

    private readonly BlockingCollection<Piece> _pieces = new(PiecesAhead);
    private long _bytes;                     // that were read; the reader's
    private Thread? _loading;                // null while there is little; the reader's
    private volatile ExceptionDispatchInfo? _failure; // of the loading, which takes no more pieces then

    /// <summary>Takes the next piece. What the loading has thrown for an earlier one comes from here or from
    /// <see cref="Finish"/>.</summary>
    public void Take(string section, ReadOnlySpan<byte> entries)
    {
        _bytes += entries.Length;
        if (_bytes <= few)
        {
            load(section, entries);
            return;
        }
        if (_loading is null)
        {
            _loading = new Thread(LoadAll) { IsBackground = true, Name = "lambdaspeed-load" };
            _loading.Start();
        }
        var piece = new Piece(section, ArrayPool<byte>.Shared.Rent(entries.Length), entries.Length);
        entries.CopyTo(piece.Buffer);
        while (!_pieces.TryAdd(piece, millisecondsTimeout: 10)) _failure?.Throw();
    }

    /// <summary>Returns when all that was taken is in the tables.</summary>
    public void Finish()
    {
        End();
        _failure?.Throw();
    }

    /// <summary>Ends the loading, also where the reading has failed; what was loaded is to be thrown away then.</summary>
    public void Dispose()
    {
        End();
        _pieces.Dispose();
    }

    private void End()
    {
        _pieces.CompleteAdding();
        _loading?.Join();
    }

    private void LoadAll()
    {
        try
        {
            foreach (var piece in _pieces.GetConsumingEnumerable())
            {
                load(piece.Section, piece.Buffer.AsSpan(0, piece.Length));
                ArrayPool<byte>.Shared.Return(piece.Buffer);
            }
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private readonly record struct Piece(string Section, byte[] Buffer, int Length);
}
