using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansRocket.Cli.Output;

/// <summary>Tables that look alike.</summary>
internal static class Tables
{
    /// <summary>A table; columns whose name begins with a space are numbers and stand to the right.</summary>
    public static Table New(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column.TrimStart(), new Style(decoration: Decoration.Bold)))
            {
                NoWrap = true,
                Alignment = column.StartsWith(' ') ? Justify.Right : Justify.Left,
            });
        }

        return table;
    }

    /// <summary>Two columns without a frame: what, and its value.</summary>
    public static Table Facts(params (string Name, string Value)[] facts)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn("") { NoWrap = true, Padding = new Padding(0, 0, 3, 0) });
        table.AddColumn(new TableColumn("") { NoWrap = true });
        foreach (var (name, value) in facts)
            table.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(value));
        return table;
    }

    /// <summary>Adds a row of plain texts: nothing in them is taken for markup.</summary>
    public static void AddTexts(this Table table, params string[] cells) => table.AddRow(cells.Select(IRenderable (cell) => new Text(cell)));
}
