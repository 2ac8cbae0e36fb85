"""Indexer: from scraped files to a searchable generation.

The code map, from the top floor to the ground (a floor imports only floors below it):

    __main__, cli        the commands
    api                  the public face, the only module the web app imports
    wiring               settings -> writer or reader; names the engines
    search, rebuild      request -> answer; source files -> published generation
    engines              one package an engine, behind engine_port
    engine_port          what an engine must do
    query                syntax tree, parser, request and answer values
    analysis             text -> terms; every engine takes its terms from here
    cleaning, entities, sources    pages -> clean pages; names and dates; files -> pages
    generations          the index directory: build aside, verify, publish
    schema               the values everything else speaks of
    settings, errors     the ground
"""
