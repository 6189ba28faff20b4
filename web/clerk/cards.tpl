<h1>{{=cards.title}}</h1>
<p>{{=cards.lead}}</p>
{{#NONE}}<p>{{=cards.empty}}</p>{{/NONE}}
{{#CARD}}<article class="reply">
<h2>{{TITLE}}</h2>
{{@article}}</article>
{{/CARD}}
<p class="hint">{{=cards.search_page}}</p>
{{#ENTRY}}<h2><a href="/{{=language}}/cards/{{NUMBER}}">{{TITLE}}</a></h2>
<p>{{SHORT}}</p>
{{/ENTRY}}
{{#FURTHER}}<p><a class="button" href="/{{=language}}/cards/{{PART}}">{{=cards.further}}</a></p>{{/FURTHER}}
<p class="actions"><a class="button" href="/{{=language}}/">{{=intake.back}}</a></p>
